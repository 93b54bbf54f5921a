//! What a desk needs from whoever runs it: the clock, the calendar, randomness.
