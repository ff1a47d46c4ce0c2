// A point of light with a glow round it.
uniform vec3 u_colour;
uniform float u_core;        // radius of the heart as a part of the square's half side
varying vec2 v_p;
void main() {
  float r = length(v_p);
  float fade = max(1.0 - r, 0.0);
  float x = r / u_core;
  float heart = exp(-x * x);
  float glow = 0.30 / (1.0 + x * x) + 0.05 / (1.0 + 0.3 * x);
  // The long thin streak of a camera's lens.
  float streak = 0.25 * exp(-abs(v_p.y) / (0.12 * u_core)) * (1.0 - abs(v_p.x));
  gl_FragColor = vec4(tone(u_colour * (heart + (glow + streak) * fade * fade)), 1.0);
}
