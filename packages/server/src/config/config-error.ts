/** A wrong setting or command line: one line that says what is wrong and what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'INVALID_OPTION'
}
