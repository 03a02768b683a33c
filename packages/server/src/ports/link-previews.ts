/** What a page says of itself. */
export interface LinkPreview {
  /** The link that was asked for, in its canonical form. */
  readonly url: string
  readonly siteName?: string | undefined
  readonly title?: string | undefined
  readonly description?: string | undefined
  /** The address of a picture of it. */
  readonly picture?: string | undefined
}

/** A file that is being fetched. */
export interface FetchedFile {
  /** As whoever has it says. */
  readonly contentType: string
  /** Where it was found at last. */
  readonly url: string
  /** To be read once. Throws if there is more than was asked for, or if it takes too long. */
  readonly content: AsyncIterable<Uint8Array>
}

/** Looks at the pages that messages link to. */
export interface LinkPreviews {
  /** A link as it stands in a text, in its canonical form; undefined for one that is never looked at. */
  canonical(link: string): string | undefined
  /** The preview of a canonical link that was looked at lately, if there is one. */
  known(url: string): LinkPreview | undefined
  /** The preview of a canonical link; undefined if there is none to be had. Never rejects, and takes a bounded time. */
  of(url: string): Promise<LinkPreview | undefined>
  /** Begins to fetch a file, by the same rules as pages; undefined if it cannot be had. Never rejects. */
  file(url: string, maxBytes: number): Promise<FetchedFile | undefined>
}
