/** One JSON object a line, as `chappe-server --log-format json` writes it. */
export function log(level: 'info' | 'warn' | 'error', fields: object, msg: string): void {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), ...fields, msg })}\n`)
}
