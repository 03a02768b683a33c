/** The bounds of a request ("Sending files"); in `--local` mode files may have what the server takes. */
export interface HttpLimits {
  /** Of a body with files, in bytes. */
  readonly bodyBytes: number
  /** Of all that is no file, in bytes. */
  readonly fieldBytes: number
  readonly fields: number
  readonly files: number
  /** In which a body must have come, in ms. */
  readonly bodyMs: number
}

export const defaultHttpLimits: HttpLimits = {
  bodyBytes: 50 * 1024 * 1024,
  fieldBytes: 4 * 1024 * 1024,
  fields: 512,
  files: 32,
  bodyMs: 600_000,
}
