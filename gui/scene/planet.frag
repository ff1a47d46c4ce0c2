varying vec4 v_colour;
varying float v_feather;         // a sample, as a part of the point's radius
void main() {
  float r = length(2.0 * gl_PointCoord - 1.0);
  float disc = clamp((0.5 - r) / v_feather + 0.5, 0.0, 1.0);
  float glow = max(1.0 - r, 0.0);
  glow *= 0.45 * glow;
  vec3 colour = mix(v_colour.rgb, vec3(1.0), 0.35 * disc);
  float a = max(disc, glow) * v_colour.a;
  gl_FragColor = vec4(colour * a, a);
}
