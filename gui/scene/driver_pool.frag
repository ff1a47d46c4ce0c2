// Light on the ground: of lamps, of the coils along the track, of the flash at the muzzle.
uniform float u_day;
uniform float u_flash;
varying vec3 v_pool;
varying float v_s;
varying float v_w;
void main() {
  gl_FragDepth = log_depth(v_w * 0.99997);
  float r2 = dot(v_pool.xy, v_pool.xy);
  vec3 colour;
  if (v_pool.z < 0.5) colour = vec3(1.0, 0.70, 0.38) * 0.20 * (1.0 - u_day) * max(1.0 - r2, 0.0) / (1.0 + 14.0 * r2);
  else if (v_pool.z < 1.5) {
    float y = abs(v_pool.y);
    // What a patch of ground sees is a stretch of the track, the longer the farther off it is.
    float half_way = 0.012 + 0.12 * y;
    float light = 0.25 * (coil_light(v_s - 1.5 * half_way) + coil_light(v_s - 0.5 * half_way)
      + coil_light(v_s + 0.5 * half_way) + coil_light(v_s + 1.5 * half_way)) - 0.012;
    colour = coil_colour(light) * 0.16 * (1.0 - y) * (1.0 - y) / (1.0 + 60.0 * y * y);
  }
  else colour = vec3(0.60, 0.80, 1.0) * 0.9 * u_flash * max(1.0 - r2, 0.0) / (1.0 + 300.0 * r2);
  gl_FragColor = vec4(tone(colour), 1.0);
}
