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

/**
 * Whether a server that is `dcIds` may accept an exchange meant for `dc`. The marks for test and media are no reason to
 * refuse: a server that stands in for a test data centre is asked for both ways.
 */
export function acceptsDc(dc: number, dcIds: readonly number[]): boolean {
  const id = Math.abs(dc)
  return dcIds.includes(id >= TEST_OFFSET ? id - TEST_OFFSET : id)
}
