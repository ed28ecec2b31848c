"""What a teacher needs, made from the tables and the solutions: maps, notes, rubrics, handouts, quizzes."""
