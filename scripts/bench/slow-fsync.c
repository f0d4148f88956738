/* A slow disk: fsync and fdatasync of files below SLOW_FSYNC_FOLDER take SLOW_FSYNC_MS longer. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void wait_for_disk(int fd) {
  const char *folder = getenv("SLOW_FSYNC_FOLDER");
  const char *ms = getenv("SLOW_FSYNC_MS");
  char link[64], path[4096];
  if (!folder || !ms) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  if (strncmp(path, folder, strlen(folder)) != 0) return;
  long wanted = atol(ms);
  struct timespec pause = {wanted / 1000, (wanted % 1000) * 1000000L};
  nanosleep(&pause, NULL);
}

int fsync(int fd) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fsync");
  wait_for_disk(fd);
  return real(fd);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
  wait_for_disk(fd);
  return real(fd);
}
