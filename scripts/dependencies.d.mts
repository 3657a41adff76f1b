export interface DependencyReport {
  /** A line for each violation and each missed module. */
  readonly faults: readonly string[];
  readonly summary: string;
  readonly passed: boolean;
}
export function checkDependencies(root: string): Promise<DependencyReport>;
