"""The files of a pack folder: each module takes plain inputs and returns the text of one file."""
