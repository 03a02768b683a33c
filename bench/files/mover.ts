/** A client as the benchmark has it: it moves files to Saved Messages and back. */
export interface Mover {
  /** Uploads what a path names; gives what `send` takes. */
  upload(path: string): Promise<unknown>
  /** Sends an uploaded file to oneself; gives what `download` takes. */
  send(uploaded: unknown, name: string): Promise<unknown>
  /** Fetches all of it, piece by piece, and keeps nothing; gives how many bytes came. */
  download(sent: unknown, onPiece: (piece: Uint8Array) => void): Promise<number>
  close(): Promise<void>
}

export interface MoverOptions {
  readonly port: number
  readonly publicKey: string
  readonly phone: string
  readonly connections: number
}

/** A test number 99966XYYYY is signed in by its digit X, five times. */
export function codeOf(phone: string): string {
  return (phone[5] ?? '').repeat(5)
}
