"""What a built page runs: record cards, the day dial, filters and the search for records, with the data they need."""
