/** As clients name a photo or a document. */
export interface NamedFile {
  readonly id: bigint
  readonly accessHash: bigint
  readonly fileReference: Uint8Array
}
