uniform float u_halo;        // 0: the girder, lit; 1: the coils' light, added
uniform float u_lit;         // sunlight on the girder
uniform float u_gain;
varying float v_s;
varying float v_side;
varying float v_half;
varying float v_true;
varying float v_w;
void main() {
  float side = abs(v_side);
  if (u_halo < 0.5) {
    // Gone close by, where it has a shape; from afar never quite gone.
    float a = clamp((1.0 - side) * v_half + 0.5, 0.0, 1.0) * clamp(v_true / v_half, 0.42, 1.0);
    a *= 1.0 - smoothstep(1.6, 3.2, v_true);
    gl_FragColor = vec4(tone(vec3(0.40, 0.41, 0.43) * u_lit) * a, a);
    gl_FragDepth = log_depth(v_w * 0.9999);
    return;
  }
  float core = exp(-side * side * 9.0);
  // Close by the coils have a shape, and light the ground.
  float far = 1.0 - smoothstep(6.0, 26.0, v_true);
  vec3 colour = coil_colour(coil_light(v_s) + 0.03) * core * u_gain * (1.0 - side) * far;
  gl_FragColor = vec4(tone(colour), 1.0);
  gl_FragDepth = log_depth(v_w * 0.985);
}
