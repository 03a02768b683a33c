import type { Progress } from '../operations/backup-format.ts'

const everyMs = 500

/** Keeps one line of the terminal up to date; where there is no terminal, says nothing until it takes long. */
export function progressLine(what: string): Progress {
  let last = performance.now()
  const terminal = process.stderr.isTTY === true
  const interval = terminal ? everyMs : everyMs * 20
  return (done) => {
    const now = performance.now()
    if (now - last < interval) return
    last = now
    const text = `${what}: ${Math.floor(done * 100)} %`
    process.stderr.write(terminal ? `\r\x1b[K${text}${done >= 1 ? '\n' : ''}` : `${text}\n`)
  }
}
