export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Gets what is worth a line. Nothing secret is in it: no keys, codes, texts or phone numbers. */
export type Log = (level: LogLevel, message: string, details?: unknown) => void

/** Warnings and errors go to the console, so that nothing goes wrong in silence. */
export const consoleLog: Log = (level, message, details) => {
  if (level !== 'warn' && level !== 'error') return
  const why = details instanceof Error && !message.includes(details.message) ? `: ${details.message}` : ''
  console[level](`chappe: ${message}${why}`)
}
