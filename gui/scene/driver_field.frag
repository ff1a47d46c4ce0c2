// The solar field: rows of panels that follow the Sun, with ways between their blocks, and lamps at the crossings.
uniform vec3 u_sun;
uniform vec3 u_earth;
uniform float u_earthshine;
uniform float u_day;
varying vec2 v_place;
varying vec3 v_view;
varying float v_w;

// Part of a pixel that is inside, of pulses `wide` (0..1) of every `pitch`.
float pulses(float x, float pixel, float pitch, float wide) {
  float a = (x - 0.5 * pixel) / pitch, b = (x + 0.5 * pixel) / pitch;
  float fa = floor(a) * wide + min(fract(a), wide), fb = floor(b) * wide + min(fract(b), wide);
  return clamp((fb - fa) / max(b - a, 1e-6), 0.0, 1.0);
}
float random(vec2 cell) { return fract(sin(dot(mod(cell, 251.0), vec2(12.9898, 78.233))) * 43758.5453); }

void main() {
  gl_FragDepth = log_depth(v_w * 0.99998);
  vec2 pixel = max(fwidth(v_place), vec2(1e-6));
  float rows = pulses(v_place.x, pixel.x, 0.016, 0.66);
  float blocks = pulses(v_place.x + 0.006, pixel.x, 0.25, 0.95) * pulses(v_place.y + 0.006, pixel.y, 0.25, 0.94);
  float cover = rows * blocks;
  vec3 e = normalize(v_view);
  vec3 n = normalize(vec3(u_sun.x, 0.0, max(u_sun.z, 0.12)));
  vec2 cell = floor(v_place / 0.25);
  float coarse = clamp(1.0 - 3.0 * max(pixel.x, pixel.y), 0.0, 1.0);
  float tint = 1.0 + 0.22 * (random(cell) - 0.5) * coarse;
  float lit = max(dot(n, u_sun), 0.0) * u_day;
  // Seen from their back they are dark.
  float front = smoothstep(-0.15, 0.25, -dot(e, n));
  vec3 glass = vec3(0.007, 0.013, 0.040) * tint * (0.25 + 1.0 * lit * front);
  // No two blocks point quite alike: a broad glint with a bright heart.
  vec2 jitter = 0.05 * (vec2(random(cell + 7.0), random(cell + 31.0)) - 0.5) * coarse;
  vec3 h = normalize(u_sun - e);
  vec3 flat_n = normalize(vec3(jitter, 1.0));
  float near_flat = max(dot(flat_n, h), 0.0);
  glass += vec3(0.55, 0.70, 1.0) * (0.05 * pow(near_flat, 24.0) + 0.25 * pow(near_flat, 300.0)) * u_day;
  glass += vec3(0.006, 0.009, 0.014) * u_earthshine * (1.0 + 9.0 * (1.0 - u_day)) * (0.3 + pow(max(dot(reflect(e, flat_n), u_earth), 0.0), 60.0));
  vec3 colour = glass * mix(0.5, 1.0, u_day);
  // A lamp at every crossing, as much light in all from near as from far.
  vec2 off = (fract((v_place + 0.006) / 0.25 + 0.5) - 0.5) * 0.25;
  float size = max(0.0035, 0.55 * max(pixel.x, pixel.y));
  float lamp = exp(-dot(off, off) / (size * size)) * 0.0035 * 0.0035 / (size * size);
  lamp = mix(lamp, 0.0006, smoothstep(0.05, 0.14, size));
  vec3 lamps = vec3(1.0, 0.70, 0.36) * lamp * (1.0 - u_day) * 3.0;
  gl_FragColor = vec4(tone(colour + lamps) * cover + tone(lamps) * (1.0 - cover), cover);
}
