"""What a teacher does with many submissions: batches, gradebooks, feedback, an nbgrader course."""
