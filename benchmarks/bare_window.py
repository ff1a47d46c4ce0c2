"""The least a PySide6 program with a vispy canvas can do: show an empty one, and leave after its first draw."""

import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


def main() -> int:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(sys.argv)
    from vispy import app, gloo

    canvas = app.Canvas(app="pyside6", size=(1280, 720))

    @canvas.events.draw.connect
    def draw(_event: object) -> None:
        gloo.clear("black")
        gloo.flush()
        # When the event loop turns again the picture has been handed to the screen.
        QTimer.singleShot(0, report)

    def report() -> None:
        print("first frame", flush=True)
        application.quit()

    window = QMainWindow()
    # As large as Heliograph's first window: in software, pixels are time.
    room = application.primaryScreen().availableGeometry()
    window.resize(min(round(room.width() * 0.94), 1760), min(round(room.height() * 0.94), 990))
    window.setCentralWidget(canvas.native)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
