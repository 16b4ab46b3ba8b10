"""Past interviews: their history, their scorecards in words, their archive, and exports without names."""
