"""From a registry back to here: what is there, whether it is what it should be, and the packs themselves."""
