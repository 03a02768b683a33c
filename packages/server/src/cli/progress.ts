import type { Progress } from '../operations/backup-format.ts'

const everyMs = 500
const width = 30

/** Says how far some work is, 0 to 1, and what has come of it so far. */
export interface ProgressLine extends Progress {
  (done: number, details?: string): void
  /** Leaves the line, if there is one, for what is said next. */
  end(): void
}

export interface ProgressOutput {
  readonly isTTY?: boolean | undefined
  write(text: string): unknown
}

/** Keeps one line of the terminal up to date; where there is no terminal, says something when it takes long, and seldom. */
export function progressLine(
  what: string,
  output: ProgressOutput = process.stderr,
  now: () => number = () => performance.now(),
): ProgressLine {
  const terminal = output.isTTY === true
  const interval = terminal ? everyMs : everyMs * 20
  let last = now() - (terminal ? everyMs : 0)
  let isOpen = false
  const end = (): void => {
    if (isOpen) output.write('\r\x1b[K')
    isOpen = false
  }
  const show = (done: number, details = ''): void => {
    if (done >= 1) return end()
    const time = now()
    if (time - last < interval) return
    last = time
    const percent = `${Math.floor(done * 100)} %`
    const more = details === '' ? '' : `  ${details}`
    output.write(terminal ? `\r\x1b[K${what}: ${bar(done)} ${percent}${more}` : `${what}: ${percent}${more}\n`)
    isOpen = terminal
  }
  return Object.assign(show, { end })
}

function bar(done: number): string {
  const full = Math.min(width, Math.floor(done * width))
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}]`
}
