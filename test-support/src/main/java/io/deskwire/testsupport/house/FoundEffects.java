package io.deskwire.testsupport.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Collectors;

/// Every consumer of events is found by Spring: one that nobody wired would consume nothing, without a word.
public final class FoundEffects {
    private static final String EFFECT = "io.deskwire.common.reception.Effect";
    private static final String COMPONENT = "org.springframework.stereotype.Component";
    private static final String BEAN = "org.springframework.context.annotation.Bean";

    private FoundEffects() {}

    /// @throws AssertionError naming the effects that are neither components nor what a `@Bean` method returns
    public static void check(JavaClasses classes) {
        var beans = classes.stream()
                .flatMap(each -> each.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(BEAN))
                .map(method -> method.getRawReturnType().getName())
                .collect(Collectors.toSet());
        classes()
                .that(DescribedPredicate.describe("are effects of events", FoundEffects::isEffect))
                .should(beFound(beans))
                .because(
                        "Reception finds effects among the beans: make it a @Component, or return it from a @Bean method")
                .allowEmptyShould(true)
                .check(classes);
    }

    private static boolean isEffect(JavaClass each) {
        return each.isAssignableTo(EFFECT)
                && !each.isInterface()
                && !each.getModifiers().contains(JavaModifier.ABSTRACT);
    }

    private static ArchCondition<JavaClass> beFound(Set<String> beans) {
        return new ArchCondition<>("be beans") {
            @Override
            public void check(JavaClass effect, ConditionEvents events) {
                if (!effect.isMetaAnnotatedWith(COMPONENT) && !beans.contains(effect.getName())) {
                    events.add(SimpleConditionEvent.violated(effect, effect.getName() + " is no bean"));
                }
            }
        };
    }
}
