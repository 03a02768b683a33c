import { pino } from 'pino'
import type { LogFormat, LogLevel } from '../config/settings.ts'
import type { Log } from '../ports/log.ts'
import { visible } from './visible.ts'

/** One JSON object a line, or the same for people. */
export function createLog(format: LogFormat, level: LogLevel, write: (line: string) => void): Log {
  const stream = { write: format === 'json' ? write : (line: string) => write(prettify(line)) }
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    stream,
  )
}

function prettify(line: string): string {
  const { level, time, msg, ...fields }: Record<string, unknown> = JSON.parse(line)
  const details = Object.entries(fields).map(([name, value]) => ` ${visible(name)}=${show(value)}`)
  return `${time} ${String(level).padEnd(5)} ${visible(String(msg))}${details.join('')}\n`
}

/** A string as it is where it cannot be taken for anything else, else in quotes. */
function show(value: unknown): string {
  return visible(typeof value === 'string' && /^[^\s"=\\]+$/.test(value) ? value : JSON.stringify(value))
}
