export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Gets what is worth a line. Nothing secret is in it: no keys, codes, texts or phone numbers. */
export type Log = (level: LogLevel, message: string, details?: unknown) => void
