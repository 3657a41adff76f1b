import { Aws, CfnRule, Fn, type Stack } from 'aws-cdk-lib';

/** The template fits any region; CloudFormation refuses it in one that the configuration does not name. */
export function onlyIn(stack: Stack, regions: readonly string[]): void {
  new CfnRule(stack, 'OnlyInTheseRegions', {
    assertions: [
      {
        assert: Fn.conditionContains([...regions], Aws.REGION),
        assertDescription: `This stage may stand in ${regions.join(', ')} only (docs/security.md)`,
      },
    ],
  });
}
