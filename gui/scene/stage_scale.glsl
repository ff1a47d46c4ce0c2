// The compressed radial scale, as in gui/stage_scale.py: r is geocentric, km; s = 0 true .. 1 compressed.
vec3 compress(vec3 r, float s) {
  float ratio = max(length(r) / 6378.137, 1.0);
  return s > 0.0 ? r * pow((1.0 + 1.6 * log(ratio)) / ratio, s) : r;
}
