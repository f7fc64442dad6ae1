# SPDX-License-Identifier: Apache-2.0
"""A serverless application is judged as what the transform makes of it, the roles of its functions too."""
import json

import vouch
from vouch import InFolder

APPLICATION = """Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: nodejs22.x, Handler: index.handler}
Resources:
  Admin:
    Type: AWS::Serverless::Function
    Properties:
      Policies: [AdministratorAccess]
      FunctionUrlConfig: {AuthType: NONE}
  Wide:
    Type: AWS::Serverless::Function
    Properties:
      Policies: [{Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}]
  Narrow:
    Type: AWS::Serverless::Function
    Properties:
      Policies: [{Statement: [{Effect: Allow, Action: s3:GetObject, Resource: !Sub '${Store.Arn}/*'}]}]
  Templated:
    Type: AWS::Serverless::Function
    Properties:
      Policies: [S3ReadPolicy: {BucketName: !Ref Store}]
  Store: {Type: AWS::S3::Bucket}
  Layer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer/}}
  Linked: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Narrow}, Destination: {Id: Store}, Permissions: [Read]}}
"""


class Serverless(InFolder):
    def verdicts(self, control):
        self.write("t.yaml", APPLICATION)
        done = self.check("t.yaml", "--format", "json", "--control", control)
        return {each["resource"]: (each["verdict"], each["location"]["line"]) for each in json.loads(done.stdout)["findings"]}, done

    def test_roles_that_the_transform_makes_are_judged_and_point_into_the_template(self):
        found, _ = self.verdicts("iam-no-admin-star-star")
        self.assertEqual(found["WideRole"], ("fail", 10))
        self.assertEqual(found["NarrowRole"], ("pass", 14))
        self.assertEqual(found["TemplatedRole"], ("unverified", 18))

    def test_policies_of_aws_by_name_are_known(self):
        found, _ = self.verdicts("iam-no-aws-admin-managed-policy")
        self.assertEqual(found["AdminRole"], ("fail", 5))
        self.assertEqual(found["NarrowRole"], ("pass", 14))

    def test_urls_of_functions_are_judged(self):
        found, _ = self.verdicts("lambda-url-auth")
        self.assertEqual(found, {"AdminUrl": ("fail", 5)})

    def test_what_is_not_judged_is_told(self):
        _, done = self.verdicts("lambda-url-auth")
        self.assertIn(b"`Linked` (AWS::Serverless::Connector) is not judged", done.stderr)
        self.assertNotIn(b"`Layer`", done.stderr)


if __name__ == "__main__":
    vouch.main()
