/** What a page says of itself. */
export interface LinkPreview {
  /** The link that was asked for, in its canonical form. */
  readonly url: string
  readonly siteName?: string | undefined
  readonly title?: string | undefined
  readonly description?: string | undefined
}

/** Looks at the pages that messages link to. */
export interface LinkPreviews {
  /** A link as it stands in a text, in its canonical form; undefined for one that is never looked at. */
  canonical(link: string): string | undefined
  /** The preview of a canonical link that was looked at lately, if there is one. */
  known(url: string): LinkPreview | undefined
  /** The preview of a canonical link; undefined if there is none to be had. Never rejects, and takes a bounded time. */
  of(url: string): Promise<LinkPreview | undefined>
}
