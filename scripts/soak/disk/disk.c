// A disk that can be watched and told to fail, as an LD_PRELOAD library: what a process does to the files of one
// folder is written down with its bytes, and its n-th write or sync fails on demand. SQLite maps only the -shm
// file into memory, which a power cut loses anyway, so that nothing that counts escapes these calls.
//   DISK_FOLDER   the folder; all else passes through
//   DISK_JOURNAL  where the calls are written down (outside that folder); layout: journal.ts
//   DISK_CONTROL  seven 32-bit numbers that the test sets while the process runs; layout: shim.ts
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, SYNC = 2, TRUNCATE = 4, UNLINK = 8, RENAME = 16, START = 32 };
struct control { int32_t kinds, skip, span, error, die, calls, failed; };
struct record { uint32_t kind, path; uint64_t offset, length; int32_t error, unused; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static int journal = -1;
static struct control none, *control = &none;

static void note(enum kind, const char *, uint64_t, const void *, uint64_t, int);

__attribute__((constructor)) static void start(void) {
  const char *file = getenv("DISK_JOURNAL"), *orders = getenv("DISK_CONTROL");
  folder = getenv("DISK_FOLDER");
  if (file) journal = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  int fd = orders ? syscall(SYS_openat, AT_FDCWD, orders, O_RDWR | O_CLOEXEC) : -1;
  if (fd >= 0) {
    void *at = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at != MAP_FAILED) control = at;
    close(fd);
  }
  if (folder) note(START, folder, 0, NULL, 0, 0);
}

static int watched(const char *path) {
  size_t n = folder ? strlen(folder) : 0;
  return n > 0 && strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == 0) && !strstr(path, " (deleted)");
}

static int pathOf(int fd, char *path) {
  if (!folder) return 0;
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, path, 4095);
  if (n < 0) return 0;
  path[n] = 0;
  return watched(path);
}

static void note(enum kind kind, const char *path, uint64_t offset, const void *bytes, uint64_t length, int error) {
  struct record record = { kind, strlen(path), offset, length, error, 0 };
  struct iovec parts[] = { { &record, sizeof record }, { (void *)path, record.path },
                           { (void *)bytes, bytes ? length : 0 } };
  if (journal >= 0) syscall(SYS_writev, journal, parts, 3);
}

// The error that this call shall have, or 0. Files named *.ack belong to the test and never fail.
static int order(enum kind kind, const char *path) {
  size_t n = strlen(path);
  if (n > 4 && strcmp(path + n - 4, ".ack") == 0) return 0;
  if (!(control->kinds & kind)) return 0;
  control->calls++;
  if (control->die > 0 && --control->die == 0) return -1;
  if (control->skip > 0) return control->skip--, 0;
  if (control->span == 0) return 0;
  if (control->span > 0) control->span--;
  control->failed++;
  return control->error;
}

static void obey(int error) {
  if (error < 0) kill(getpid(), SIGKILL);
}

// A write that fails, or is cut short by a kill, has done half of its work, in whole sectors.
static ssize_t put(int fd, const void *bytes, size_t n, off_t offset, int placed) {
  char path[4096];
  if (!pathOf(fd, path)) return placed ? syscall(SYS_pwrite64, fd, bytes, n, offset) : syscall(SYS_write, fd, bytes, n);
  pthread_mutex_lock(&lock);
  int error = order(WRITE, path);
  size_t much = error ? n / 2 / 512 * 512 : n;
  ssize_t done = placed ? syscall(SYS_pwrite64, fd, bytes, much, offset) : syscall(SYS_write, fd, bytes, much);
  int real = errno;
  if (done >= 0) note(WRITE, path, placed ? offset : lseek(fd, 0, SEEK_CUR) - done, bytes, done, 0);
  obey(error);
  pthread_mutex_unlock(&lock);
  if (error) return errno = error, -1;
  return errno = real, done;
}

// A failed sync is noted: what it should have written may never reach the disk, whatever later syncs say.
static int settle(int fd, long call) {
  char path[4096];
  if (!pathOf(fd, path)) return syscall(call, fd);
  pthread_mutex_lock(&lock);
  int error = order(SYNC, path);
  obey(error);
  note(SYNC, path, 0, NULL, 0, error);
  pthread_mutex_unlock(&lock);
  if (error) return errno = error, -1;
  return 0;
}

static int cut(int fd, off_t length) {
  char path[4096];
  if (!pathOf(fd, path)) return syscall(SYS_ftruncate, fd, length);
  pthread_mutex_lock(&lock);
  int error = order(TRUNCATE, path), done = 0, real = 0;
  obey(error);
  if (!error) done = syscall(SYS_ftruncate, fd, length), real = errno;
  if (!error && done == 0) note(TRUNCATE, path, length, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  if (error) return errno = error, -1;
  return errno = real, done;
}

ssize_t write(int fd, const void *b, size_t n) { return put(fd, b, n, 0, 0); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t at) { return put(fd, b, n, at, 1); }
ssize_t pwrite64(int fd, const void *b, size_t n, off_t at) { return put(fd, b, n, at, 1); }
int fsync(int fd) { return settle(fd, SYS_fsync); }
int fdatasync(int fd) { return settle(fd, SYS_fdatasync); }
int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off_t length) { return cut(fd, length); }

int unlink(const char *path) {
  pthread_mutex_lock(&lock);
  int done = syscall(SYS_unlinkat, AT_FDCWD, path, 0), real = errno;
  if (done == 0 && watched(path)) note(UNLINK, path, 0, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  return errno = real, done;
}

int rename(const char *from, const char *to) {
  pthread_mutex_lock(&lock);
  int done = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), real = errno;
  if (done == 0 && watched(to)) note(RENAME, from, 0, to, strlen(to), 0);
  pthread_mutex_unlock(&lock);
  return errno = real, done;
}
