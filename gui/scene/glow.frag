// A white-hot core in a wide soft halo with four faint rays, as a lens sees a point of light.
varying vec3 v_light;
varying vec2 v_p;
varying float v_w;
void main() {
  float r2 = dot(v_p, v_p);
  float rim = max(1.0 - r2, 0.0);
  float core = exp(-260.0 * r2);
  float halo = 0.30 * exp(-26.0 * r2) + 0.085 * exp(-5.0 * r2);
  vec2 q = abs(v_p);
  float rays = 0.30 * (exp(-70.0 * q.y - 4.5 * q.x) + exp(-70.0 * q.x - 4.5 * q.y));
  gl_FragColor = vec4(rim * (v_light * (halo + rays) + mix(v_light, vec3(1.0), 0.75) * core * 1.4 * max(v_light.r, 0.0)), 1.0);
  gl_FragDepth = log_depth(max(v_w - 25.0, 0.0));
}
