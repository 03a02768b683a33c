import { maxLocalBytes } from '../local/local-mode.ts'

/** The bounds of a request ("Sending files"). */
export interface HttpLimits {
  /** Of a body with files, in bytes. */
  readonly bodyBytes: number
  /** Of an address with what stands beside it: some libraries put texts and keyboards there. */
  readonly headerBytes: number
  /** Of all that is no file, in bytes. */
  readonly fieldBytes: number
  readonly fields: number
  readonly files: number
  /** In which a body must have come, in ms. */
  readonly bodyMs: number
}

export const defaultHttpLimits: HttpLimits = {
  bodyBytes: 50 * 1024 * 1024,
  headerBytes: 256 * 1024,
  fieldBytes: 4 * 1024 * 1024,
  fields: 512,
  files: 32,
  bodyMs: 600_000,
}

/** In the local mode ("Using a Local Bot API Server"), with room for what is around the files. */
export const localHttpLimits: HttpLimits = {
  ...defaultHttpLimits,
  bodyBytes: maxLocalBytes + defaultHttpLimits.fieldBytes,
  bodyMs: 3_600_000,
}
