import type { Writer } from '@chappe/tl-codec'
import type { TlObject } from './tl-object.ts'

/** How an object is written in a layer. */
export interface ObjectWriter {
  readonly id: number
  /** The boxed type that the constructor belongs to. */
  readonly type: string
  /** Writes the fields; the number has been written. */
  fields(w: Writer, value: TlObject, layer: LayerWriters): void
}

/** The writers of one layer. */
export interface LayerWriters {
  /** By the name of a constructor or method. */
  find(name: string): ObjectWriter | undefined
}
