import { execFileSync } from 'node:child_process'

/** Whether this machine has what `limitFileSize` needs. */
export const canLimitFileSize: boolean = process.platform === 'linux' && hasPrlimit()

/**
 * Has the operating system refuse a process, from now on, to write into any file beyond so many bytes; undefined lifts that
 * again. To SQLite it is a disk that takes no more, in the middle of a commit as well.
 */
export function limitFileSize(pid: number, bytes: number | undefined): void {
  // Only the soft limit, which anybody may raise again.
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes ?? 'unlimited'}:`])
}

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
