"""Makes a new version of a pack from one that is there, in the text of pack.yaml: nothing is loaded and dumped.

splice     edits of a text, by position        archive    the new chart and the one it takes the place of
entry      the copied entry of `versions`      defaults   what a chart sets, and what another one changes of it
shipped    which files the new version has     images     tags that come from a chart
series     the tab of the new version          values     the new text of values.yaml
ranges     version ranges that would end       allowed    whether records let a value change
draft      pack.yaml with the new version      named      where the pack names paths, and its old version
refusals   why there can be no such version    notes      what is to be said of it
run        all of it, and nothing on the disk until it is right
"""
