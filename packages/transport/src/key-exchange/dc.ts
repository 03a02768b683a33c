/** Added to the number of a data centre of the test environment ("Creating an Authorization Key", 4). */
const TEST_OFFSET = 10_000

export interface TargetDc {
  readonly id: number
  /** A data centre of the test environment. */
  readonly test?: boolean | undefined
  /** A data centre that serves media only (not a CDN). */
  readonly media?: boolean | undefined
}

/** The number that p_q_inner_data_dc names a data centre by: 10000 more for test servers, negative for media ones. */
export function innerDataDc(dc: TargetDc): number {
  const id = dc.id + (dc.test === true ? TEST_OFFSET : 0)
  return dc.media === true ? -id : id
}

/** A data centre, with every mark that its number may bear. */
export interface NamedDc {
  readonly id: number
  readonly test: boolean
  readonly media: boolean
}

/** The data centres that a server is: some of several, or `any`, if it is alone and is whichever a client means. */
export type DcIds = readonly number[] | 'any'

/** The data centre that `innerDataDc` names by `dc`. */
export function readInnerDataDc(dc: number): NamedDc {
  const id = Math.abs(dc)
  const test = id >= TEST_OFFSET
  return { id: test ? id - TEST_OFFSET : id, test, media: dc < 0 }
}

/**
 * Whether a server that is `dcIds` may accept an exchange meant for `dc`. The marks for test and media are no reason to
 * refuse: a server that stands in for a test data centre is asked for both ways.
 */
export function acceptsDc(dc: number, dcIds: DcIds): boolean {
  return dcIds === 'any' || dcIds.includes(readInnerDataDc(dc).id)
}
