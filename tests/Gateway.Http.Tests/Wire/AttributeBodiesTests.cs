using Xunit;

namespace OrleansIot.Gateway.Wire;

public sealed class AttributeBodiesTests
{
    [Theory]
    [InlineData("""{"attribute1":"value1","attribute2":true,"attribute3":43.0}""", "attribute1=STRING value1 attribute2=BOOLEAN true attribute3=DOUBLE 43")]
    [InlineData("{attribute1: value1, attribute2:true, attribute3: 43.0}", "attribute1=STRING value1 attribute2=BOOLEAN true attribute3=DOUBLE 43")]
    [InlineData("""{"a":{"n":42,"l":[1,2,null],"o":{"k":"42"}}}""", """a=JSON {"n":42,"l":[1,2,null],"o":{"k":"42"}}""")]
    [InlineData("""{"ts":1,"values":{"a":1}}""", """ts=LONG 1 values=JSON {"a":1}""")]
    [InlineData("{}", "")]
    [InlineData("""{"a":null,"b":1}""", "b=LONG 1")]
    [InlineData("""{"a":1,"b":2,"a":3}""", "a=LONG 3 b=LONG 2")]
    public void an_object_has_its_attributes(string body, string attributes) =>
        Assert.Equal(attributes, Bodies.Show(Bodies.Attributes(body)));

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"a":1}]""")]
    [InlineData("5")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{a:1}{b:2}")]
    [InlineData("{a:1")]
    [InlineData("{a:1,'':2}")]
    public void anything_else_is_refused(string body) => Bodies.AttributesRefusal(body);
}
