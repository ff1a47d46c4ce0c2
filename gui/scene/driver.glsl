// What all of the mass driver's shaders share.  Places are km in the axes of the ground at a track's muzzle:
// x ahead, y left, z up (gui/driver_frame.py).
uniform vec4 u_ages0;        // how long ago payloads left the muzzle, s; negative: yet to
uniform vec4 u_ages1;
uniform float u_ride;        // how long each is on the track, s
uniform float u_length;      // of the track, km
uniform float u_steady;      // glow of all coils alike
uniform float u_singly;      // how far shots light up one by one

// How far the sphere has fallen below the plane of the muzzle.
float fall(vec2 p) { float r2 = dot(p, p); return r2 / (1737.4 + sqrt(max(1737.4 * 1737.4 - r2, 0.0))); }

float light_after(float since) {
  return since >= 0.0 && since < 30.0 ? exp(-since / 0.10) + 0.12 * exp(-since / 0.9) : 0.0;
}
// The light of the coil at s km from the breech: as coil_light in gui/driver_frame.py.
float coil_light(float s) {
  float passed = u_ride * (1.0 - sqrt(max(s, 0.0) / u_length));
  float sum = light_after(u_ages0.x + passed) + light_after(u_ages0.y + passed) + light_after(u_ages0.z + passed)
    + light_after(u_ages0.w + passed) + light_after(u_ages1.x + passed) + light_after(u_ages1.y + passed)
    + light_after(u_ages1.z + passed) + light_after(u_ages1.w + passed);
  return u_steady + 0.012 + u_singly * sum;
}
// White hot where a payload passes, then blue, then violet.
vec3 coil_colour(float light) {
  return light * mix(vec3(0.26, 0.40, 1.0), vec3(0.55, 0.85, 1.0), smoothstep(0.05, 0.6, light));
}
