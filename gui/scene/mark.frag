// Shapes: 0 a disc, 1 a diamond's outline, 2 a cross, 3 a glow, 4 a ring.
uniform vec3 u_colour;
uniform float u_shape;
uniform float u_size;
uniform float u_line;            // half the width of a stroke, samples
float stroke(float d) { return clamp(u_line + 0.5 - abs(d), 0.0, 1.0); }
void main() {
  vec2 p = (gl_PointCoord - 0.5) * u_size;
  float r = length(p), out_to = 0.5 * u_size - 1.0 - u_line, a;
  if (u_shape < 0.5) a = clamp(0.5 * u_size - 0.5 - r, 0.0, 1.0);
  else if (u_shape < 1.5) a = stroke((abs(p.x) + abs(p.y) - out_to) * 0.7071);
  else if (u_shape < 2.5) a = r > out_to ? 0.0 : max(stroke((p.x - p.y) * 0.7071), stroke((p.x + p.y) * 0.7071));
  else if (u_shape < 3.5) { float s = 2.0 * r / u_size; a = max(exp(-9.0 * s * s) - 0.0002, 0.0) + clamp(0.12 * u_size - r, 0.0, 1.0); }
  else a = stroke(r - out_to);
  if (u_shape > 2.5 && u_shape < 3.5) gl_FragColor = vec4(u_colour * a, 0.0);
  else gl_FragColor = vec4(u_colour * a, a);
}
