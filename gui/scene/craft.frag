// Cells with their seams and frames, foil, and radiators, under the Sun and what the nearer body sends back.
uniform vec3 u_sun;
uniform vec3 u_bright;
uniform float u_shine;
uniform float u_lit;
varying vec3 v_place;
varying vec3 v_normal;
varying vec3 v_view;
varying float v_material;
varying float v_w;

// Lines every `pitch`, `wide` of them, smooth where they are finer than a pixel.
float stripes(float x, float pitch, float wide) {
  float pixel = max(fwidth(x) / pitch, 1e-5);
  float f = fract(x / pitch);
  float inside = clamp((0.5 * wide - min(f, 1.0 - f)) / pixel + 0.5, 0.0, 1.0);
  return mix(inside, wide, smoothstep(0.35, 1.2, pixel));
}

void main() {
  gl_FragDepth = log_depth(v_w);
  vec3 n = normalize(v_normal), e = normalize(v_view);
  bool front = dot(n, e) < 0.0;
  if (!front) n = -n;
  float sun = max(dot(n, u_sun), 0.0) * u_lit;
  vec3 h = normalize(u_sun - e);
  float glint = pow(max(dot(n, h), 0.0), 60.0) * u_lit;
  vec3 albedo, shine;
  if (v_material < 0.5) {          // the array: cells before, their carrier behind
    float seams = max(stripes(v_place.x, 0.2, 0.05), stripes(v_place.y, 0.25, 0.05));
    float frames = max(stripes(v_place.x, 0.8, 0.03), stripes(v_place.y + 1.0, 1.0, 0.03));
    albedo = front == (dot(v_normal, u_sun) > 0.0) ? mix(vec3(0.008, 0.014, 0.042), vec3(0.07, 0.075, 0.09), seams)
                                                  : vec3(0.30, 0.23, 0.15) * (1.0 - 0.4 * seams);
    albedo = mix(albedo, vec3(0.30, 0.27, 0.21), frames);
    shine = vec3(0.55, 0.65, 0.95);
  } else if (v_material < 1.5) {   // foil
    float fold = 0.75 + 0.25 * sin(37.0 * v_place.x + 23.0 * v_place.y) * sin(29.0 * v_place.z + 17.0 * v_place.x);
    albedo = vec3(0.72, 0.47, 0.15) * fold;
    shine = vec3(1.0, 0.85, 0.55);
  } else {                         // radiators
    albedo = vec3(0.62, 0.63, 0.66) * (1.0 - 0.25 * stripes(v_place.z, 0.12, 0.08));
    shine = vec3(0.3);
  }
  vec3 colour = albedo * (1.5 * sun + 0.9 * u_shine * max(dot(n, u_bright), 0.0) + 0.03 + 0.10 * u_shine) + shine * glint * 0.8;
  gl_FragColor = vec4(tone(colour), 1.0);
}
