// Logarithmic depth: 10 m and a million km in one picture.  w is the distance along the view axis, km.
float log_depth(float w) { return log2(1.0 + max(w, 0.0)) / 21.0; }   // 0 at the eye .. 1 at 2^21 km; beyond, as round the Sun, what is drawn later covers
