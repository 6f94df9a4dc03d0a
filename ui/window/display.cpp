// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/display.hpp"

#include "core/error.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QString>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace penumbra::ui {
namespace {

/// Whether an X server answers at `display`, and lets us in. True where that cannot be found out.
bool x_answers(const QByteArray& display) {
  void* const library = dlopen("libxcb.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!library) return true;
  const auto connect = reinterpret_cast<void* (*)(const char*, int*)>(dlsym(library, "xcb_connect"));
  const auto has_error = reinterpret_cast<int (*)(void*)>(dlsym(library, "xcb_connection_has_error"));
  const auto disconnect = reinterpret_cast<void (*)(void*)>(dlsym(library, "xcb_disconnect"));
  if (!connect || !has_error || !disconnect) return true;
  void* const connection = connect(display.constData(), nullptr);
  const bool answers = connection && has_error(connection) == 0;
  if (connection) disconnect(connection);
  return answers; // the library stays loaded: Qt uses it as well
}

/// Whether Qt has what it takes to talk to Wayland; it is a package of its own.
bool has_wayland_plugin() {
  QStringList folders{QLibraryInfo::path(QLibraryInfo::PluginsPath) + QLatin1String("/platforms"),
                      qEnvironmentVariable("QT_QPA_PLATFORM_PLUGIN_PATH")};
  for (const QString& folder : qEnvironmentVariable("QT_PLUGIN_PATH").split(QDir::listSeparator()))
    folders << folder + QLatin1String("/platforms");
  for (const QString& folder : folders)
    if (!folder.isEmpty() && !QDir(folder).entryList({QStringLiteral("libqwayland*")}).isEmpty()) return true;
  return false;
}

bool wayland_answers(QByteArray display) {
  if (!display.startsWith('/')) display = qgetenv("XDG_RUNTIME_DIR") + '/' + display;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (std::size_t(display.size()) >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, display.constData(), std::size_t(display.size()));
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return false;
  const bool answers = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return answers && has_wayland_plugin();
}

[[noreturn]] void refuse(const std::string& why) {
  throw Error(why + " Use \"penumbra enhance\", or run mode noninteractive, which need none.");
}

} // namespace

void require_display() {
  const QByteArray x = qgetenv("DISPLAY"), wayland = qgetenv("WAYLAND_DISPLAY");
  bool may_use_x = true, may_use_wayland = true;
  if (const QString wanted = qEnvironmentVariable("QT_QPA_PLATFORM"); !wanted.isEmpty()) {
    may_use_x = may_use_wayland = false;
    for (const QString& platform : wanted.split(';')) {
      const QString name = platform.section(':', 0, 0);
      may_use_x |= name == QLatin1String("xcb");
      may_use_wayland |= name.startsWith(QLatin1String("wayland"));
      if (name != QLatin1String("xcb") && !name.startsWith(QLatin1String("wayland")))
        return; // "offscreen" and the like need no display
    }
  }
  if (x.isEmpty() && wayland.isEmpty()) refuse("There is no display to open a window on.");
  if (may_use_x && !x.isEmpty() && x_answers(x)) return;
  if (may_use_wayland && !wayland.isEmpty() && wayland_answers(wayland)) return;
  if (x.isEmpty())
    refuse("No window can be opened on the Wayland display \"" + wayland.toStdString() +
           "\": it does not answer, or Qt's package for it (qt6-wayland) is missing.");
  refuse("No window can be opened: the display \"" + x.toStdString() +
         "\" does not answer. Is DISPLAY left over from another session?");
}

} // namespace penumbra::ui
