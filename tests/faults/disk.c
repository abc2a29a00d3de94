/*
 * What a disk, a clock and a kill can do to a program: preloaded (LD_PRELOAD) into the stage and into real servers.
 *
 * Each call that changes a file under DISK_FOLDER, and each send on a socket, is a step. The plan, a file that the tests
 * map too (DISK_PLAN), says at which step to die, which errors to give and by how much the clock is wrong; the record
 * (DISK_RECORD) keeps what every step did, so that a power cut can be acted out afterwards. See disk.py for both formats.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct plan {
    int64_t steps;      /* Taken so far. */
    int64_t die_at;     /* Before which step to die; 0: never. A step is counted from 1. */
    int64_t torn;       /* Whether a write that one dies at is half done. */
    int64_t whole;      /* Whether the process group dies, or this process alone. */
    int64_t write_errno;/* What every write of files answers; 0: it is done. */
    int64_t sync_errno; /* The same of flushes. */
    int64_t room;       /* With ENOSPC: bytes that are still free; writes beyond are short, then fail. */
    int64_t clock_ms;   /* Added to the time of day. */
    int64_t remove_errno;/* What every removal of files answers. */
};

enum kind { WRITE = 1, TRUNCATE, SYNC, CREATE, RENAME, UNLINK, LINK, MKDIR, RMDIR, SEND, MARK };

static struct plan nothing, *plan = &nothing;
static int record = -1;
static char folder[PATH_MAX];
static size_t folder_size;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Reads the environment: as the program starts, and again when the stage has changed it. */
__attribute__((constructor)) void disk_begin(void) {
    const char *path = getenv("DISK_FOLDER");
    if (path && realpath(path, folder)) folder_size = strlen(folder);
    if ((path = getenv("DISK_PLAN"))) {
        int file = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
        void *shared = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (shared != MAP_FAILED) plan = shared;
        syscall(SYS_close, file);
    }
    if ((path = getenv("DISK_RECORD"))) {
        int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        record = fcntl(file, F_DUPFD_CLOEXEC, 700);
        syscall(SYS_close, file);
    }
}

static int inside(const char *path) {
    return folder_size && !strncmp(path, folder, folder_size) && (path[folder_size] == '/' || !path[folder_size]);
}

/* The path of an open file under the folder. */
static int named(int file, char *path) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return inside(path);
}

static int resolved(int at, const char *given, char *path) {
    char parent[PATH_MAX], copy[PATH_MAX];
    if (!folder_size || !given || strlen(given) >= PATH_MAX - 2) return 0;
    if (given[0] != '/' && at != AT_FDCWD) {
        if (!named(at, parent)) return 0;
        snprintf(path, PATH_MAX, "%.2000s/%.2000s", parent, given);
        return 1;
    }
    strcpy(copy, given);
    char *slash = strrchr(copy, '/');
    const char *last = slash ? slash + 1 : copy;
    if (slash) *slash = 0;
    if (!realpath(slash ? (copy[0] ? copy : "/") : ".", parent)) return 0;
    snprintf(path, PATH_MAX, "%.2000s/%.2000s", parent, last);
    return inside(path);
}

static void keep(enum kind kind, int64_t file, int64_t offset, const char *path, const void *data, int64_t size) {
    if (record < 0) return;
    int64_t head[5] = {kind, file, offset, path ? (int64_t)strlen(path) : 0, (int64_t)size};
    struct iovec parts[3] = {{head, sizeof head}, {(void *)path, head[3]}, {(void *)data, size}};
    syscall(SYS_writev, record, parts, 3);
}

static void keep_name(enum kind kind, int64_t file, int64_t offset, const char *path, const char *other) {
    int64_t size = 0;
    while (other && other[size]) size++;
    keep(kind, file, offset, path, other, size);
}

/* Counts a step; true when this is the one to die at. */
static int last_step(void) { return __atomic_add_fetch(&plan->steps, 1, __ATOMIC_SEQ_CST) == plan->die_at; }

static void die(void) {
    syscall(SYS_kill, plan->whole ? 0 : (pid_t)syscall(SYS_getpid), SIGKILL);
    for (;;) pause();
}

static int64_t inode(int file) {
    struct stat about;
    return fstat(file, &about) ? 0 : (int64_t)about.st_ino;
}

/* What a write may take: `size`, fewer, or -1 with errno. */
static ssize_t allowed(size_t size) {
    if (!plan->write_errno) return size;
    if (plan->write_errno == ENOSPC && plan->room > 0) {
        size_t left = plan->room < (int64_t)size ? (size_t)plan->room : size;
        plan->room -= left;
        return left;
    }
    errno = plan->write_errno;
    return -1;
}

static ssize_t put(int file, const void *data, size_t size, off_t offset, int placed) {
    char path[PATH_MAX];
    if (!named(file, path))
        return placed ? syscall(SYS_pwrite64, file, data, size, offset) : syscall(SYS_write, file, data, size);
    pthread_mutex_lock(&turn);
    int over = last_step();
    ssize_t done = over && plan->torn ? (ssize_t)(size / 2) : over ? 0 : allowed(size);
    if (done > 0) {
        if (!placed) {
            struct stat about;
            int appends = syscall(SYS_fcntl, file, F_GETFL) & O_APPEND;
            offset = appends && !fstat(file, &about) ? about.st_size : syscall(SYS_lseek, file, 0, SEEK_CUR);
        }
        done = placed ? syscall(SYS_pwrite64, file, data, done, offset) : syscall(SYS_write, file, data, done);
        if (done > 0) keep(WRITE, inode(file), offset, path, data, done);
    }
    if (over) die();
    int saved = errno;
    pthread_mutex_unlock(&turn);
    errno = saved;
    return done;
}

ssize_t write(int file, const void *data, size_t size) { return put(file, data, size, 0, 0); }
ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return put(file, data, size, offset, 1); }
ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) { return put(file, data, size, offset, 1); }

ssize_t writev(int file, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    if (!named(file, path)) return syscall(SYS_writev, file, parts, count);
    ssize_t all = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = put(file, parts[i].iov_base, parts[i].iov_len, 0, 0);
        if (done < 0) return all ? all : done;
        all += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return all;
}

/* Python copies files with it; refused for our files, so that Python writes them. */
ssize_t sendfile(int to, int from, off_t *offset, size_t size) {
    char path[PATH_MAX];
    if (named(to, path)) {
        errno = ENOTSOCK;
        return -1;
    }
    return syscall(SYS_sendfile, to, from, offset, size);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) { return sendfile(to, from, offset, size); }

/* A step on one or two names. `call` is what is done. */
#define STEP(kind, file, offset, path, other, call)                                   \
    do {                                                                              \
        pthread_mutex_lock(&turn);                                                    \
        if (last_step()) die();                                                       \
        __auto_type result_ = (call);                                                 \
        if (result_ != -1) keep_name(kind, file, offset, path, other);                \
        int saved_ = errno;                                                           \
        pthread_mutex_unlock(&turn);                                                  \
        errno = saved_;                                                               \
        return result_;                                                               \
    } while (0)

int ftruncate(int file, off_t size) {
    char path[PATH_MAX];
    if (!named(file, path)) return syscall(SYS_ftruncate, file, size);
    STEP(TRUNCATE, inode(file), size, path, NULL, (int)syscall(SYS_ftruncate, file, size));
}
int ftruncate64(int file, off64_t size) { return ftruncate(file, size); }

static int flush(int file, int number) {
    char path[PATH_MAX];
    if (!named(file, path)) return syscall(number, file);
    if (plan->sync_errno) {
        errno = plan->sync_errno;
        return -1;
    }
    /* Whether the disk has it is for the tests to act out: the machine's own need not be waited for. */
    STEP(SYNC, inode(file), 0, path, NULL, 0);
}
int fsync(int file) { return flush(file, SYS_fsync); }
int fdatasync(int file) { return flush(file, SYS_fdatasync); }

static int opened(int at, const char *given, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat about;
    if (!(flags & (O_CREAT | O_TRUNC)) || !resolved(at, given, path)) return syscall(SYS_openat, at, given, flags, mode);
    int there = !lstat(path, &about);
    if (there && (!(flags & O_TRUNC) || (flags & O_EXCL))) return syscall(SYS_openat, at, given, flags, mode);
    if (!there && !(flags & O_CREAT)) return syscall(SYS_openat, at, given, flags, mode);
    pthread_mutex_lock(&turn);
    if (last_step()) die();
    int file = -1;
    /* A full disk still takes an empty file. */
    if (!there && plan->write_errno && plan->write_errno != ENOSPC) errno = plan->write_errno;
    else file = syscall(SYS_openat, at, given, flags, mode);
    if (file >= 0) keep(there ? TRUNCATE : CREATE, inode(file), 0, path, NULL, 0);
    int saved = errno;
    pthread_mutex_unlock(&turn);
    errno = saved;
    return file;
}

#define MODE(flags)                             \
    mode_t mode = 0;                            \
    if ((flags) & (O_CREAT | O_TMPFILE)) {      \
        va_list rest;                           \
        va_start(rest, flags);                  \
        mode = va_arg(rest, int);               \
        va_end(rest);                           \
    }
int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags | O_LARGEFILE, mode); }

static int renamed(int from_at, const char *from, int to_at, const char *to) {
    char old[PATH_MAX], fresh[PATH_MAX];
    if (!resolved(from_at, from, old) || !resolved(to_at, to, fresh))
        return syscall(SYS_renameat, from_at, from, to_at, to);
    STEP(RENAME, 0, 0, old, fresh, (int)syscall(SYS_renameat, from_at, from, to_at, to));
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int from_at, const char *from, int to_at, const char *to) { return renamed(from_at, from, to_at, to); }

static int removed(int at, const char *given, int flags) {
    char path[PATH_MAX];
    if (!resolved(at, given, path)) return syscall(SYS_unlinkat, at, given, flags);
    if (plan->remove_errno) {
        errno = plan->remove_errno;
        return -1;
    }
    STEP(flags ? RMDIR : UNLINK, 0, 0, path, NULL, (int)syscall(SYS_unlinkat, at, given, flags));
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int linked(int from_at, const char *from, int to_at, const char *to, int flags) {
    char old[PATH_MAX], fresh[PATH_MAX];
    if (!resolved(from_at, from, old) || !resolved(to_at, to, fresh))
        return syscall(SYS_linkat, from_at, from, to_at, to, flags);
    STEP(LINK, 0, 0, old, fresh, (int)syscall(SYS_linkat, from_at, from, to_at, to, flags));
}
int link(const char *from, const char *to) { return linked(AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
    return linked(from_at, from, to_at, to, flags);
}

static int made(int at, const char *given, mode_t mode) {
    char path[PATH_MAX];
    if (!resolved(at, given, path)) return syscall(SYS_mkdirat, at, given, mode);
    if (plan->write_errno) {
        errno = plan->write_errno;
        return -1;
    }
    STEP(MKDIR, 0, 0, path, NULL, (int)syscall(SYS_mkdirat, at, given, mode));
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return made(at, path, mode); }

ssize_t send(int to, const void *data, size_t size, int flags) {
    pthread_mutex_lock(&turn);
    if (last_step()) die();
    keep(SEND, to, 0, NULL, data, size < 400 ? size : 400);
    pthread_mutex_unlock(&turn);
    return REAL(send)(to, data, size, flags);
}

/* Called by the stage: an event that the program told the world of. */
void disk_mark(const char *text) {
    pthread_mutex_lock(&turn);
    keep(MARK, 0, 0, NULL, text, strlen(text));
    pthread_mutex_unlock(&turn);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = syscall(SYS_clock_gettime, clock, time);
    if (!result && plan->clock_ms && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        int64_t ns = time->tv_nsec + plan->clock_ms % 1000 * 1000000;
        time->tv_sec += plan->clock_ms / 1000 + ns / 1000000000 - (ns < 0);
        time->tv_nsec = (ns + 1000000000) % 1000000000;
    }
    return result;
}
