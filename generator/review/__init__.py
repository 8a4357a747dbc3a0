"""What a branch changes for those who run the packs: two revisions, their facts and their compiled files, compared."""
