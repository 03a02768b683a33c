/** One form in which a picture is wanted. */
export interface SizeOrder {
  /** A letter, as in TL `PhotoSize`. */
  readonly type: string
  /** The side of the square into which it fits, or which it fills. Never made larger than it is. */
  readonly side: number
  /** `inside` keeps its shape; `square` cuts off what is too much at two sides. */
  readonly fit: 'inside' | 'square'
  /** `jpeg` has white where a picture lets look through. */
  readonly format: 'jpeg' | 'webp' | 'png'
  /** Of JPEG: first all of it roughly, then more and more exactly. */
  readonly isProgressive?: boolean
}

/** What is to be made of a picture. */
export interface PictureOrder {
  readonly sizes: readonly SizeOrder[]
  /** Whether a stripped thumbnail is wanted: a square where all sizes are. */
  readonly stripped: boolean
}

export interface RenderedSize {
  readonly type: string
  readonly w: number
  readonly h: number
  readonly bytes: Uint8Array
  /** Of a progressive JPEG: how many bytes give each of its forms, rising, the last one all of it. */
  readonly steps: readonly number[]
}

export interface RenderedPicture {
  /** As it is looked at: turned as its maker said. */
  readonly w: number
  readonly h: number
  readonly sizes: readonly RenderedSize[]
  /** As in TL `photoStrippedSize`. */
  readonly stripped: Uint8Array | undefined
}

/** What the thread is asked, and what it answers. */
export interface PictureTask {
  readonly bytes: Uint8Array
  readonly order: PictureOrder
}

export type PictureOutcome =
  | { readonly rendered: RenderedPicture }
  /** There is nothing wrong with the picture: nothing can be made of any. */
  | { readonly unavailable: string }
  | { readonly failed: string }
