import type { Store, Transaction } from './store.ts'

/**
 * Runs a unit again and again as long as it does as much as it may at once, so that others have their turn in between.
 * Tells how much was done, which is `most` or little more.
 */
export async function inSteps(
  { transaction }: Pick<Store, 'transaction'>,
  limit: number,
  step: (tx: Transaction, limit: number) => Promise<number>,
  most: number = Number.POSITIVE_INFINITY,
): Promise<number> {
  let done = 0
  for (;;) {
    const some = await transaction((tx) => step(tx, limit))
    done += some
    if (some < limit || done >= most) return done
  }
}
