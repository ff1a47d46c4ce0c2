"""The simulation: numpy in, frozen values out, no window anywhere.

A ``Scenario`` is read from a TOML file, ``simulate`` turns it into a
``Simulation`` once, and ``world_at(simulation, t_s)`` answers what the world
looks like at any instant, as a frozen ``World``.  Nothing is stepped: the same
instant always gives the same bytes, whichever way the clock came.

Words and frames used throughout
--------------------------------
``t_s``
    Seconds of Terrestrial Time since J2000.0 (see ``timebase``).
``gcrs``
    Geocentric, axes of the GCRS (ICRF directions).  Kilometres.
``itrs``
    Earth-fixed axes: x to the prime meridian, z to the pole.
``slot`` and ``satellite``
    A slot is a place in a shell's pattern; satellite k is the k-th launch
    (counting from 0) and fills one slot.  ``constellation`` maps one to the other.
``raan``, ``argument of latitude``
    Node, and angle from the node along the orbit.  Radians inside, degrees only
    in scenario files and on screen.
"""
