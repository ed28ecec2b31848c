"""Small pure models: numbers in, numbers out, each tested against a result known from theory or by hand."""
