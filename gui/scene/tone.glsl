// Filmic curve after Narkowicz's fit of ACES, then the display's gamma: 2.0, a square root, on the way in and out.
vec3 tone(vec3 c) {
  c = (c * (2.51 * c + 0.03)) / (c * (2.43 * c + 0.59) + 0.14);
  return sqrt(clamp(c, 0.0, 1.0));
}
vec3 linear(vec3 c) { return c * c; }
